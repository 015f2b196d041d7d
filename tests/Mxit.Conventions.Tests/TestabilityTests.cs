using System.Reflection;

namespace Mxit.Conventions.Tests;

/// <summary>
/// What calls the client library can be tested without a server: every call can be replaced, every answer made.
/// </summary>
public sealed class TestabilityTests
{
    private static readonly Type[] Clients =
    [
        .. typeof(MxitClient).Assembly.GetExportedTypes().Where(
            type => type.IsClass && type.Name.EndsWith("Client", StringComparison.Ordinal)),
    ];

    [Fact]
    public void There_are_clients() => Assert.Contains(typeof(MessagingClient), Clients);

    [Fact]
    public void Members_of_clients_can_be_overridden() => Rule.Holds(
        "A test replaces a call by overriding it:",
        Clients.SelectMany(Calls)
            .Where(method => !method.IsVirtual || method.IsFinal)
            .Where(method => !IsDispose(method))
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}"));

    [Fact]
    public void Clients_can_be_derived_from() => Rule.Holds(
        "A fake needs a constructor without parameters to call:",
        Clients.Where(type => type.IsSealed || !HasConstructorForFakes(type)).Select(type => type.Name));

    [Fact]
    public void Answers_can_be_made() => Rule.Holds(
        "What a call returns, a fake must be able to make:",
        Clients.SelectMany(Calls)
            .SelectMany(method => Parts(method.ReturnType))
            .Where(type => type.Namespace?.StartsWith("Mxit", StringComparison.Ordinal) is true)
            .Where(type => type is { IsEnum: false, IsValueType: false } && !Clients.Contains(type))
            .Where(type => type.IsAbstract || type.GetConstructors().Length == 0)
            .Select(type => type.Name)
            .Distinct());

    [Fact]
    public void The_rule_finds_a_call_that_cannot_be_overridden() =>
        Assert.Contains(Calls(typeof(string)), method => !method.IsVirtual);

    private static IEnumerable<MethodInfo> Calls(Type type) => type
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);

    // The pattern of the framework: what is overridden is Dispose(bool).
    private static bool IsDispose(MethodInfo method) =>
        method is { Name: nameof(IDisposable.Dispose) } && method.GetParameters().Length == 0;

    private static bool HasConstructorForFakes(Type type) => type
        .GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        .Any(constructor => constructor.GetParameters().Length == 0 && (constructor.IsFamily || constructor.IsPublic));

    private static IEnumerable<Type> Parts(Type type) =>
        type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts)
        : type.IsArray ? Parts(type.GetElementType()!)
        : [type];
}
