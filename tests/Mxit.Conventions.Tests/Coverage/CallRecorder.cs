using System.Collections;
using System.Net;
using System.Reflection;
using System.Text;

namespace Mxit.Conventions.Tests.Coverage;

/// <summary>
/// Calls a method of the client library, with arguments made up from their types, and sees what goes out. The first request that
/// is not for a token of its own is what the method is for; it is refused, so that nothing follows.
/// </summary>
internal sealed class CallRecorder : HttpMessageHandler
{
    private const string Id = "01234567-89ab-7def-8123-456789abcdef";

    private readonly bool _tokensAreTheCall;
    private string? _seen;

    private CallRecorder(bool tokensAreTheCall) => _tokensAreTheCall = tokensAreTheCall;

    /// <summary>What a call of the method asks for first, such as <c>GET /user/profile</c>.</summary>
    /// <param name="area">Picks the part of the client that has the method.</param>
    /// <param name="method">The method.</param>
    public static async Task<string> RecordAsync(Func<MxitClient, object> area, MethodInfo method)
    {
        using var recorder = new CallRecorder(method.DeclaringType == typeof(OAuthClient));
        using var http = new HttpClient(recorder, disposeHandler: false);
        using var client = new MxitClient(new MxitClientOptions
        {
            ClientId = "id",
            ClientSecret = "secret",
            BaseAddress = new Uri("https://mxit.test/"),
            HttpClient = http,
        });
        try
        {
            await RunAsync(method.Invoke(area(client), [.. method.GetParameters().Select(Argument)]), recorder);
        }
        catch (MxitException refused)
        {
            // As it should be, once the request was seen.
            return recorder._seen ?? throw new InvalidOperationException($"{method.Name} sends nothing.", refused);
        }

        return recorder._seen ?? throw new InvalidOperationException($"{method.Name} sends nothing.");
    }

    /// <summary>A client that acts for a person whose token is good.</summary>
    public static MxitUserClient AsPerson(MxitClient client) => client.ForUser(Token());

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath);
        if (path == "/token")
        {
            if (!_tokensAreTheCall)
            {
                return Reply(HttpStatusCode.OK, """{"access_token":"a","token_type":"bearer","expires_in":3600,"scope":"any"}""");
            }

            var form = await request.Content!.ReadAsStringAsync(cancellationToken);
            path += $" ({form.Split('&').Single(field => field.StartsWith("grant_type=", StringComparison.Ordinal))["grant_type=".Length..]})";
        }

        _seen ??= $"{request.Method} {path}";
        return Reply(HttpStatusCode.BadRequest, "\"seen\"");
    }

    private static HttpResponseMessage Reply(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private static async Task RunAsync(object? result, CallRecorder recorder)
    {
        switch (result)
        {
            case AuthorizationRequest request:
                recorder._seen = $"GET {request.Uri.AbsolutePath}";
                break;
            case Task task:
                await task;
                break;
            case IEnumerable or null:
                break;
            default:
                // An asynchronous sequence: asking for its first element is the call.
                var type = result.GetType().GetInterfaces()
                    .Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
                var enumerator = type.GetMethod("GetAsyncEnumerator")!.Invoke(result, [CancellationToken.None])!;
                await (ValueTask<bool>)typeof(IAsyncEnumerator<>).MakeGenericType(type.GetGenericArguments())
                    .GetMethod("MoveNextAsync")!.Invoke(enumerator, null)!;
                break;
        }
    }

    private static object? Argument(ParameterInfo parameter) =>
        parameter.HasDefaultValue ? DefaultOf(parameter)
        : Nullable.GetUnderlyingType(parameter.ParameterType) is not null ? null
        : Argument(parameter.ParameterType, parameter.Name!);

    private static object? DefaultOf(ParameterInfo parameter) =>
        parameter.DefaultValue
        ?? (parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null);

    private static object? Argument(Type type, string name)
    {
        if (type == typeof(string))
        {
            return name == "etag"
                ? "\"e\""
                : name == "state" ? "s" : name.EndsWith("FileId", StringComparison.OrdinalIgnoreCase) ? Id : "x";
        }

        if (type == typeof(FileId) || type == typeof(OfferId) || type == typeof(MessageId) || type == typeof(UserId))
        {
            return Activator.CreateInstance(type, Id);
        }

        if (type == typeof(Uri))
        {
            return new Uri("https://app.test/?code=c&state=s");
        }

        if (type == typeof(UserToken))
        {
            return Token();
        }

        if (type == typeof(AuthorizationRequest))
        {
            return new AuthorizationRequest(
                new Uri("https://mxit.test/authorize"), "s", "v", new Uri("https://app.test/"), ["any"]);
        }

        if (type == typeof(OutgoingMessage))
        {
            return new OutgoingMessage { Body = "text" };
        }

        if (type == typeof(MediaUpload))
        {
            return new MediaUpload("bytes"u8.ToArray().AsMemory(), "name.bin");
        }

        if (type == typeof(Recommendation))
        {
            return new Recommendation { Application = "app", To = "x", Message = "text", From = "y" };
        }

        if (type == typeof(IAsyncEnumerable<UserId>))
        {
            return new UserId[] { "x" }.ToAsyncEnumerable();
        }

        if (type == typeof(IEnumerable<UserId>))
        {
            return new UserId[] { "x" };
        }

        if (type.IsAssignableFrom(typeof(string[])))
        {
            return new[] { "x" };
        }

        return type.IsValueType ? Activator.CreateInstance(type)
            : type.GetConstructors().MinBy(made => made.GetParameters().Length) is { } constructor
                ? constructor.Invoke([.. constructor.GetParameters().Select(Argument)])
            : throw new InvalidOperationException($"No value is known for the parameter {name} of type {type}; add one here.");
    }

    private static UserToken Token() => new("token", DateTimeOffset.MaxValue, ["any"]) { RefreshToken = "refresh" };
}
