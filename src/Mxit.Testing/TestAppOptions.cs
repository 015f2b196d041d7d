namespace Mxit.Testing;

/// <summary>What a new app of a test server may do.</summary>
public sealed class TestAppOptions
{
    /// <summary>The scopes that it may request; <see langword="null"/> for all.</summary>
    public IReadOnlyList<string>? Scopes { get; set; }

    /// <summary>Where people may return to after sign-in.</summary>
    public IReadOnlyList<string> RedirectUris { get; set; } = [];

    /// <summary>The rules of the legacy profile, under which old programs work, instead of those of the strict one.</summary>
    public bool IsLegacy { get; set; }

    /// <summary>The login of people who have the app as a contact, so that its messages reach them.</summary>
    public IReadOnlyList<string> Contacts { get; set; } = [];
}
