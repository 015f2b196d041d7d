using System.Reflection;
using System.Runtime.CompilerServices;

namespace Mxit.Conventions.Tests;

public sealed class AsyncMethodTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Public_async_methods_end_in_a_cancellation_token() => Rule.Holds(
        "A public method that returns a task or an async sequence ends in a CancellationToken:",
        SourceProject.All.SelectMany(project => project.Assembly.GetExportedTypes()).SelectMany(Findings));

    [Fact]
    public void The_rule_finds_every_bad_example() => Assert.Equal(
        ["Interface", "List", "NotLast", "Static", "Task", "TaskOfT", "ValueTask"],
        new[] { typeof(AsyncMethodExamples.IBad), typeof(AsyncMethodExamples.Bad) }.SelectMany(Findings)
            .Select(finding => finding.Split('.')[^1]).Order(StringComparer.Ordinal));

    [Fact]
    public void The_rule_accepts_every_good_example() => Assert.Empty(Findings(typeof(AsyncMethodExamples.Good)));

    private static IEnumerable<string> Findings(Type type) =>
        IsWrittenByHand(type) && !IsRazorComponent(type)
            ? type.GetMethods(Declared)
                .Where(method => IsAsync(method.ReturnType) && !method.IsSpecialName && IsOurSignature(type, method))
                .Where(method => method.GetParameters().LastOrDefault()?.ParameterType != typeof(CancellationToken))
                .Select(method => $"{type.FullName}.{method.Name}")
            : [];

    private static bool IsWrittenByHand(Type type) =>
        !typeof(Delegate).IsAssignableFrom(type)
        && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        && (type.DeclaringType is null || IsWrittenByHand(type.DeclaringType));

    private static bool IsRazorComponent(Type type) =>
        type.GetInterface("Microsoft.AspNetCore.Components.IComponent") is not null;

    private static bool IsAsync(Type returned)
    {
        var open = returned.IsGenericType ? returned.GetGenericTypeDefinition() : returned;
        return open == typeof(Task) || open == typeof(Task<>) || open == typeof(ValueTask) || open == typeof(ValueTask<>)
            || open == typeof(IAsyncEnumerable<>);
    }

    /// <summary>Whoever declared an overridden or implemented method chose its parameters; ours are seen there.</summary>
    private static bool IsOurSignature(Type type, MethodInfo method) =>
        method.GetBaseDefinition() == method
        && !HasTokenOfRequest(method)
        && (type.IsInterface || !type.GetInterfaces().Select(type.GetInterfaceMap)
            .Any(map => map.TargetMethods.Contains(method)));

    /// <summary>Who is given a request has a token already: <c>HttpContext.RequestAborted</c>.</summary>
    private static bool HasTokenOfRequest(MethodInfo method) =>
        method.GetParameters().FirstOrDefault()?.ParameterType.Name == "HttpContext";
}
