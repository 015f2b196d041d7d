using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mxit.Platform.Wire;

namespace Mxit.Server.Development;

/// <summary>
/// The faults that are active, in the order in which they were added. The first that matches a request happens. Thread-safe.
/// </summary>
internal sealed class Faults
{
    private readonly Lock _gate = new();
    private readonly List<Active> _active = [];
    private int _added;

    /// <summary>All that are active, with the ids that remove them.</summary>
    public IReadOnlyList<(string Id, Fault Fault)> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _active.Select(active => (active.Id, active.Fault))];
            }
        }
    }

    /// <summary>Adds a fault, until the result is disposed.</summary>
    public Active Add(Fault fault)
    {
        lock (_gate)
        {
            var active = new Active(this, fault, $"{++_added}");
            _active.Add(active);
            return active;
        }
    }

    /// <summary>Removes a fault; says no when there is none.</summary>
    public bool Remove(string id)
    {
        lock (_gate)
        {
            return _active.RemoveAll(active => active.Id == id) > 0;
        }
    }

    /// <summary>Removes all faults.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _active.Clear();
        }
    }

    /// <summary>The fault that happens to a request, if there is one. It counts as one of its times.</summary>
    public Fault? TakeOrNull(HttpContext context)
    {
        lock (_gate)
        {
            var hit = _active.Find(active => active.IsHit(context));
            if (hit is { IsSpent: true })
            {
                _active.Remove(hit);
            }

            return hit?.Fault;
        }
    }

    /// <summary>A fault that is active until it is disposed.</summary>
    public sealed class Active(Faults owner, Fault fault, string id) : IDisposable
    {
        private readonly Random _random = new(fault.Seed);
        private int _count;

        public string Id => id;

        public Fault Fault => fault;

        public bool IsSpent => _count >= fault.Times;

        public bool IsHit(HttpContext context)
        {
            // One number for each request that matches, whether the fault happens or not, so that a seed repeats exactly.
            if (!Matches(context) || (fault.Probability < 1 && _random.NextDouble() >= fault.Probability))
            {
                return false;
            }

            _count++;
            return true;
        }

        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._active.Remove(this);
            }
        }

        private bool Matches(HttpContext context)
        {
            var caller = context.Features.Get<Caller>();
            return (fault.Method is null || HttpMethods.Equals(fault.Method, context.Request.Method))
                && (fault.Path is null || MatchesPath(fault.Path, context))
                && (fault.App is null || string.Equals(fault.App, caller?.ServiceName, StringComparison.OrdinalIgnoreCase))
                && (fault.Person is null || string.Equals(fault.Person, caller?.UserId, StringComparison.OrdinalIgnoreCase));
        }

        private static bool MatchesPath(string wanted, HttpContext context)
        {
            var path = context.Request.Path.Value ?? "";
            return wanted.EndsWith('*')
                ? path.AsSpan().TrimStart('/').StartsWith(
                    wanted.AsSpan()[..^1].TrimStart('/'), StringComparison.OrdinalIgnoreCase)
                : IsSame(wanted, path) || IsSame(wanted, RequestRoute.Of(context));
        }

        private static bool IsSame(string wanted, string? path) =>
            path is not null && wanted.AsSpan().Trim('/').Equals(path.AsSpan().Trim('/'), StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>The route template of a request.</summary>
internal static class RequestRoute
{
    public static string? Of(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
}
