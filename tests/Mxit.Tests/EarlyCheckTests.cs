using System.Reflection;
using Mxit.Tests.Support;

namespace Mxit.Tests;

/// <summary>
/// What is wrong with a call shows before anything is sent; with one that is read bit by bit, at the call and not when it is
/// read.
/// </summary>
public class EarlyCheckTests
{
    private static readonly Dictionary<string, MxitCallOptions> WrongOptions = new()
    {
        ["timeout"] = new() { Timeout = TimeSpan.FromSeconds(-5) },
        ["retries"] = new() { MaxRetries = 11 },
        ["scope"] = new() { Scopes = ["\""] },
    };

    private static readonly Dictionary<Type, object> WrongArguments = new()
    {
        [typeof(string)] = " ",
        [typeof(int)] = 0,
        [typeof(Cursor)] = new Cursor("place"),
        [typeof(ContactFilter?)] = default(ContactFilter),
        [typeof(BroadcastOptions)] = new BroadcastOptions { BatchSize = 0 },
        [typeof(OutgoingMessage)] = new OutgoingMessage { Body = "" },
    };

    private static readonly Type[] Ids = [typeof(UserId), typeof(FileId), typeof(MessageId), typeof(OfferId)];

    private readonly StubServer _server = new();

    public static TheoryData<string, string> EveryCallWithAnId
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (call, parameter) in Methods().SelectMany(call => call.GetParameters().Select(one => (call, one))))
            {
                if (Ids.Contains(parameter.ParameterType))
                {
                    data.Add(call.ToString()!, parameter.Name!);
                }
            }

            return data;
        }
    }

    public static TheoryData<string, string> EveryCallWithOptions
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var call in Calls().Where(
                call => call.GetParameters().Any(one => one.ParameterType == typeof(MxitCallOptions))))
            {
                foreach (var fault in WrongOptions.Keys)
                {
                    data.Add(NameOf(call), fault);
                }
            }

            return data;
        }
    }

    public static TheoryData<string, string> EveryCallWithArguments
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var call in Calls())
            {
                foreach (var parameter in call.GetParameters().Where(one => WrongArguments.ContainsKey(one.ParameterType)))
                {
                    data.Add(NameOf(call), parameter.Name!);
                }
            }

            return data;
        }
    }

    [Fact]
    public void Every_call_that_is_read_bit_by_bit_is_tested_here() => Assert.Equal(
        [
            "DeliveryClient.ListChangesAsync",
            "DeliveryClient.ListenAsync",
            "MessagingClient.BroadcastAsync",
            "MessengerClient.ListContactsAsync",
            "MessengerClient.ListMessagesAsync",
            "MessengerClient.ListOffersAsync",
            "MessengerClient.ListenAsync",
            "UserAccountClient.ListContactsAsync",
            "UserAccountClient.ListGalleryItemsAsync",
            "UserAccountClient.ListSentFileOffersAsync",
            "UsersClient.ListSentFileOffersAsync",
        ],
        Calls().Select(NameOf).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(EveryCallWithOptions))]
    public void Wrong_options_are_refused_at_the_call(string name, string fault) =>
        AssertRefused(name, parameter => parameter.ParameterType == typeof(MxitCallOptions), WrongOptions[fault]);

    [Theory]
    [MemberData(nameof(EveryCallWithArguments))]
    public void A_wrong_argument_is_refused_at_the_call(string name, string wrong) =>
        AssertRefused(name, parameter => parameter.Name == wrong, null);

    [Theory]
    [MemberData(nameof(EveryCallWithAnId))]
    public async Task The_id_of_nobody_is_refused_before_anything_is_sent(string text, string wrong)
    {
        using var mxit = _server.Client();
        var calls = Methods()
            .Where(one => one.ToString() == text && one.GetParameters().Any(parameter => parameter.Name == wrong)).ToList();
        Assert.NotEmpty(calls);
        foreach (var call in calls)
        {
            foreach (var client in ClientsOf(call, mxit))
            {
                await Assert.ThrowsAnyAsync<ArgumentException>(
                    () => (Task)Invoke(
                        call, client, one => one.Name == wrong ? Activator.CreateInstance(one.ParameterType) : Right(one))!);
            }
        }

        Assert.Empty(_server.Sent);
    }

    private static string NameOf(MethodInfo call) => $"{call.DeclaringType!.Name}.{call.Name}";

    private static IEnumerable<MethodInfo> Methods() =>
        from type in typeof(MxitClient).Assembly.GetExportedTypes()
        where type.Name.EndsWith("Client", StringComparison.Ordinal)
        from call in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        select call;

    private static IEnumerable<MethodInfo> Calls() =>
        from call in Methods()
        where call.ReturnType.IsGenericType && call.ReturnType.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)
        select call;

    private static object? Right(ParameterInfo parameter) => parameter switch
    {
        { HasDefaultValue: true } => parameter.DefaultValue,
        { ParameterType: var type } when type == typeof(string) => parameter.Name == "etag" ? "\"1\"" : "Default",
        { ParameterType: var type } when Ids.Contains(type) => Activator.CreateInstance(type, "id"),
        { ParameterType: var type } when type == typeof(MediaUpload) => new MediaUpload(new byte[1], "a"),
        { ParameterType: var type } when type == typeof(IEnumerable<UserId>) => new UserId[] { "m1" },
        { ParameterType: var type } when type == typeof(OutgoingMessage) => new OutgoingMessage { Body = "x" },
        { ParameterType: var type } when type == typeof(IAsyncEnumerable<UserId>) => AsyncEnumerable.Empty<UserId>(),
        _ => throw new InvalidOperationException($"What is right for {parameter} is not known here."),
    };

    private static object? Invoke(MethodInfo call, object client, Func<ParameterInfo, object?> argument) => call.Invoke(
        client, BindingFlags.DoNotWrapExceptions, binder: null, [.. call.GetParameters().Select(argument)], culture: null);

    private List<object> ClientsOf(MethodInfo call, MxitClient mxit)
    {
        var thandi = mxit.ForUser(_server.UserToken());
        object[] all =
        [
            mxit.Messaging,
            mxit.Messaging.Delivery,
            mxit.Users,
            thandi.Messaging,
            thandi.Messaging.Delivery,
            thandi.Users,
            thandi.Messenger,
        ];
        List<object> clients = [.. all.Where(call.DeclaringType!.IsInstanceOfType)];
        Assert.NotEmpty(clients);
        return clients;
    }

    private void AssertRefused(string name, Func<ParameterInfo, bool> isWrong, object? wrong)
    {
        using var mxit = _server.Client();
        var call = Calls().Single(one => NameOf(one) == name);
        foreach (var client in ClientsOf(call, mxit))
        {
            // What is right is taken: it is what is wrong that is refused below.
            Assert.NotNull(Invoke(call, client, Right));
            Assert.ThrowsAny<ArgumentException>(
                () => Invoke(call, client, one => isWrong(one) ? wrong ?? WrongArguments[one.ParameterType] : Right(one)));
        }

        Assert.Empty(_server.Sent);
    }
}
