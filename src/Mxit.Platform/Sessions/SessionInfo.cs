namespace Mxit.Platform.Sessions;

/// <summary>A session as its person sees it.</summary>
/// <param name="Id">Names it; opens nothing.</param>
/// <param name="Browser">What the browser called itself.</param>
/// <param name="Address">Where it was when the person signed in.</param>
/// <param name="StartedUtc">When the person signed in.</param>
/// <param name="UsedUtc">When it was used last, but for a few minutes.</param>
/// <param name="IsThisOne">It is the one that asks.</param>
internal sealed record SessionInfo(
    Guid Id, string Browser, string Address, DateTime StartedUtc, DateTime UsedUtc, bool IsThisOne);
