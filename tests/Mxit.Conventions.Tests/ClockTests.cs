using System.Text.RegularExpressions;
using Mono.Cecil;

namespace Mxit.Conventions.Tests;

public sealed partial class ClockTests
{
    private static readonly string[] SystemClock =
    [
        "System.DateTime::get_Now", "System.DateTime::get_UtcNow", "System.DateTime::get_Today",
        "System.DateTimeOffset::get_Now", "System.DateTimeOffset::get_UtcNow",
        "System.Threading.Thread::Sleep", "System.Threading.Timer::.ctor", "System.Timers.Timer::.ctor",
    ];

    /// <summary>These wait, on the clock that they are given; without a <see cref="TimeProvider"/> it is the system's.</summary>
    private static readonly string[] Waiting =
    [
        "System.Threading.Tasks.Task::Delay",
        "System.Threading.Tasks.Task::WaitAsync", "System.Threading.Tasks.Task`1::WaitAsync",
        "System.Threading.PeriodicTimer::.ctor", "System.Threading.CancellationTokenSource::.ctor",
    ];

    [Fact]
    public void Time_comes_from_a_time_provider() => Rule.Holds(
        "Ask a TimeProvider for the time, and hand it to what waits, so that a test can move the clock:",
        SourceProject.All.SelectMany(project =>
        {
            using var assembly = CompiledCode.Read(project.AssemblyFile);
            return CompiledCode.Types(assembly).SelectMany(Findings).ToList();
        }));

    [Fact]
    public void The_rule_finds_every_bad_example()
    {
        var findings = FindingsIn(typeof(ClockExamples.Bad));
        foreach (var method in typeof(ClockExamples.Bad).GetMethods().Where(method => method.IsStatic))
        {
            Assert.Contains(findings, finding => finding.StartsWith(method.Name + ":", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_rule_accepts_every_good_example() => Assert.Empty(FindingsIn(typeof(ClockExamples.Good)));

    private static List<string> FindingsIn(Type examples)
    {
        using var assembly = CompiledCode.Read(examples.Assembly.Location);
        return assembly.MainModule.GetTypes()
            .Where(type => type.FullName.StartsWith(examples.FullName!.Replace('+', '/'), StringComparison.Ordinal))
            .SelectMany(type => CompiledCode.Instructions(type)
                .Where(found => IsForbidden(found.Instruction.Operand))
                .Select(found => $"{NameOf(found.Method)}: {found.Instruction.Operand}"))
            .ToList();
    }

    /// <summary>The method in the source: the compiler moves lambdas and async code into <c>&lt;Name&gt;...</c>.</summary>
    private static string NameOf(MethodDefinition method) =>
        MovedFrom().Match($"{method.DeclaringType.Name} {method.Name}") is { Success: true } moved
            ? moved.Groups[1].Value
            : method.Name;

    [GeneratedRegex(@"<(\w+)>")]
    private static partial Regex MovedFrom();

    private static IEnumerable<string> Findings(TypeDefinition type) =>
        from found in CompiledCode.Instructions(type)
        where IsForbidden(found.Instruction.Operand)
        select $"{CompiledCode.Place(found.Method, found.Instruction)}: {found.Instruction.Operand}";

    private static bool IsForbidden(object? operand)
    {
        if (operand is not MethodReference method)
        {
            return false;
        }

        var name = $"{method.DeclaringType.GetElementType().FullName}::{method.Name}";
        return SystemClock.Contains(name)
            || (Waiting.Contains(name) && TakesTime(method) && !method.Parameters.Any(IsTimeProvider));
    }

    private static bool TakesTime(MethodReference method) =>
        method.Parameters.Any(parameter => parameter.ParameterType.FullName is "System.TimeSpan" or "System.Int32");

    private static bool IsTimeProvider(ParameterDefinition parameter) =>
        parameter.ParameterType.FullName == "System.TimeProvider";
}
