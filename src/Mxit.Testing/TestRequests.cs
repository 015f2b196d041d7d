using System.Net;
using Mxit.Server.Development;

namespace Mxit.Testing;

/// <summary>The requests that the test server has handled: the newest 10,000. Thread-safe.</summary>
public sealed class TestRequests
{
    private readonly Func<RequestLog> _log;

    internal TestRequests(Func<RequestLog> log) => _log = log;

    /// <summary>All requests whose response has begun, or whose connection was closed, in that order.</summary>
    public IReadOnlyList<TestRequest> All => [.. _log().All.Select(From)];

    /// <summary>Forgets all requests so far.</summary>
    public void Clear() => _log().Clear();

    /// <summary>Waits for a request. One that has ended before counts.</summary>
    /// <param name="isExpected">Which one.</param>
    /// <param name="timeout">How long, in real time; 30 seconds when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="TimeoutException">There was no such request; the text lists the requests that there were.</exception>
    public Task<TestRequest> WaitForAsync(
        Predicate<TestRequest> isExpected, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(isExpected);
        return TestTimeouts.WaitAsync(
            () => Task.FromResult(All.FirstOrDefault(request => isExpected(request))),
            timeout,
            () => Task.FromResult($"The expected request did not arrive. {Describe()}"),
            cancellationToken);
    }

    /// <summary>Asserts how many requests there were.</summary>
    /// <param name="isExpected">Which ones count.</param>
    /// <param name="times">How many; at least one when <see langword="null"/>.</param>
    /// <exception cref="MxitTestException">There were more or fewer; the text lists the requests that there were.</exception>
    public void AssertReceived(Predicate<TestRequest> isExpected, int? times = null)
    {
        ArgumentNullException.ThrowIfNull(isExpected);
        var count = All.Count(request => isExpected(request));
        if (count != (times ?? Math.Max(count, 1)))
        {
            var expected = times is { } exactly ? $"{exactly}" : "at least 1";
            throw new MxitTestException($"Expected {expected} such requests, but there were {count}. {Describe()}");
        }
    }

    private static TestRequest From(LoggedRequest request) => new()
    {
        Id = request.Id,
        At = request.At,
        Method = request.Method,
        Path = request.Path,
        Route = request.Route,
        App = request.App,
        Person = request.Person is { } person ? new UserId(person) : default(UserId?),
        Status = (HttpStatusCode?)request.Status,
        HadFault = request.Fault is not null,
        Contents = request.Contents is { } contents ? new TestRequestContents(contents) : null,
    };

    private string Describe() => All is { Count: > 0 } all
        ? $"There were:{Environment.NewLine}{string.Join(Environment.NewLine, all.TakeLast(50).Select(request => $"  {request}"))}"
        : "There were no requests.";
}
