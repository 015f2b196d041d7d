namespace Mxit.Platform.Authorization;

/// <summary>An app that a person allowed to act, as the person sees it.</summary>
/// <param name="ClientId">Names it.</param>
/// <param name="DisplayName">The name that people read.</param>
/// <param name="ServiceName">The name among the contacts.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="SinceUtc">When the person first allowed what still holds.</param>
internal sealed record AllowedApp(
    string ClientId, string DisplayName, string ServiceName, IReadOnlyList<string> Scopes, DateTime SinceUtc);
