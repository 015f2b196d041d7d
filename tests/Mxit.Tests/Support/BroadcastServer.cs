using System.Text.Json;

namespace Mxit.Tests.Support;

/// <summary>
/// Understands <c>POST /message/send</c> with its keys, as the server documents them: the same key and body has the first answer,
/// another body is refused. Failures are put before or after its work.
/// </summary>
internal sealed class BroadcastServer
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Body, bool Partial, string Answer, Guid Id)> _answers = [];
    private readonly List<string> _delivered = [];
    private int _requests;

    public BroadcastServer(StubServer stub) => stub.Api = AnswerAsync;

    /// <summary>Who does not exist.</summary>
    public HashSet<string> Unknown { get; } = [];

    /// <summary>What happens to a request, by its number; the first is 0.</summary>
    public Func<int, BroadcastFault> Fault { get; set; } = static _ => BroadcastFault.None;

    /// <summary>Waited for before each request is worked on.</summary>
    public Func<SentRequest, CancellationToken, Task> Before { get; set; } = static async (_, _) => await Task.Yield();

    /// <summary>Everybody to whom a message went, as often as it went.</summary>
    public IReadOnlyList<string> Delivered
    {
        get
        {
            lock (_gate)
            {
                return [.. _delivered];
            }
        }
    }

    /// <summary>Every key is forgotten, as after a day.</summary>
    public void ForgetKeys() => _answers.Clear();

    private async Task<HttpResponseMessage> AnswerAsync(SentRequest request, CancellationToken cancellationToken)
    {
        await Before(request, cancellationToken);
        lock (_gate)
        {
            switch (Fault(_requests++))
            {
                case BroadcastFault.TooMany:
                    return StubServer.Reply(429, "", ("Retry-After", "7"));
                case BroadcastFault.Unavailable:
                    return StubServer.Reply(503, "");
                case BroadcastFault.ErrorBefore:
                    return StubServer.Reply(500, "");
                case BroadcastFault.BreakBefore:
                    throw new HttpRequestException("cut off", new IOException());
                case BroadcastFault.ErrorAfter:
                    _ = Work(request);
                    return StubServer.Reply(502, "");
                case BroadcastFault.BreakAfter:
                    _ = Work(request);
                    throw new HttpRequestException("cut off", new IOException());
                case BroadcastFault.Refuse:
                    return StubServer.Reply(401, "");
                default:
                    return Work(request);
            }
        }
    }

    private HttpResponseMessage Work(SentRequest request)
    {
        var key = request.Header("Idempotency-Key")!;
        if (!_answers.TryGetValue(key, out var known))
        {
            var to = JsonDocument.Parse(request.Body).RootElement.GetProperty("To").GetString()!.Split(',');
            var unknown = to.Where(Unknown.Contains).ToList();
            var answer = unknown.Count == 0 ? "" : $"\"Unknown recipients: {string.Join(',', unknown)}\"";
            if (unknown.Count == to.Length)
            {
                return StubServer.Reply(400, answer);
            }

            _delivered.AddRange(to.Except(unknown));
            known = (request.Body, unknown.Count > 0, answer, Guid.NewGuid());
            _answers.Add(key, known);
        }

        return known.Body == request.Body
            ? StubServer.Reply(known.Partial ? 400 : 200, known.Answer, ("Mxit-Message-Id", known.Id.ToString()))
            : StubServer.Reply(422, "\"This Idempotency-Key was used with another body.\"");
    }
}

/// <summary>What happens to a request.</summary>
internal enum BroadcastFault
{
    None,
    TooMany,
    Unavailable,
    ErrorBefore,
    BreakBefore,
    ErrorAfter,
    BreakAfter,
    Refuse,
}
