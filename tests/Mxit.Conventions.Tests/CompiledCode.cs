using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Mxit.Conventions.Tests;

/// <summary>
/// Reads compiled methods: unlike a search through the text it is not misled by comments, strings or aliases.
/// </summary>
internal static class CompiledCode
{
    public static AssemblyDefinition Read(string file) => AssemblyDefinition.ReadAssembly(
        file,
        new ReaderParameters
        {
            ReadSymbols = true,
            SymbolReaderProvider = new DefaultSymbolReaderProvider(throwIfNoSymbol: false),
        });

    /// <summary>Every type written by hand, with those that the compiler made from its lambdas and async methods.</summary>
    public static IEnumerable<TypeDefinition> Types(AssemblyDefinition assembly) => assembly.MainModule.GetTypes()
        .Where(type => Outermost(type).CustomAttributes
            .All(attribute => attribute.AttributeType.Name != "GeneratedCodeAttribute"));

    public static IEnumerable<(MethodDefinition Method, Instruction Instruction)> Instructions(TypeDefinition type) =>
        from method in type.Methods
        where method.HasBody
        from instruction in method.Body.Instructions
        select (method, instruction);

    public static TypeDefinition Outermost(TypeDefinition type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type;
    }

    /// <summary>The type as people know it, with file and line where the symbols tell.</summary>
    public static string Place(MethodDefinition method, Instruction instruction)
    {
        var name = Outermost(method.DeclaringType).FullName;
        var point = method.DebugInformation.SequencePoints
            .LastOrDefault(point => point.Offset <= instruction.Offset && !point.IsHidden);
        return point is null ? name : $"{name} ({Path.GetFileName(point.Document.Url)}:{point.StartLine})";
    }
}
