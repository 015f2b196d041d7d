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

    /// <summary>
    /// The types that a type names anywhere: as base, member, parameter, variable or in a method's body. Types of arguments of
    /// generic types are among them.
    /// </summary>
    public static IEnumerable<TypeReference> TypesNamedIn(TypeDefinition type) =>
        References(type).SelectMany(Parts);

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

    private static IEnumerable<TypeReference?> References(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(contract => contract.InterfaceType),
        .. type.Fields.Select(field => field.FieldType),
        .. type.Methods.Select(method => method.ReturnType),
        .. type.Methods.SelectMany(method => method.Parameters).Select(parameter => parameter.ParameterType),
        .. type.Methods.Where(method => method.HasBody).SelectMany(method => method.Body.Variables)
            .Select(variable => variable.VariableType),
        .. Instructions(type).SelectMany(found => Operands(found.Instruction.Operand)),
    ];

    private static IEnumerable<TypeReference?> Operands(object? operand) => operand switch
    {
        GenericInstanceMethod method => [method.DeclaringType, .. method.GenericArguments],
        TypeReference named => [named],
        MemberReference member => [member.DeclaringType],
        _ => [],
    };

    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null => [],
        GenericInstanceType generic => [.. generic.GenericArguments.SelectMany(Parts), .. Parts(generic.ElementType)],
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };
}
