namespace Mxit.Web.Pages;

/// <summary>The model of the consent page.</summary>
public sealed record ConsentModel
{
    /// <summary>The name of the app.</summary>
    public required string AppName { get; init; }

    /// <summary>The name under which people know the app in their contacts.</summary>
    public required string ServiceName { get; init; }

    /// <summary>Who runs the app; <see langword="null"/> when it is not stated.</summary>
    public required string? Owner { get; init; }

    /// <summary>Whether the operator has verified the app.</summary>
    public required bool IsVerified { get; init; }

    /// <summary>The scopes that the app requests.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The address to which the person returns.</summary>
    public required string RedirectHost { get; init; }

    /// <summary>How long the permission lasts.</summary>
    public required string Life { get; init; }

    /// <summary>The hidden fields: the request and the antiforgery token.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Hidden { get; init; }

    /// <summary>The name of the person who is signed in; <see langword="null"/> shows fields for login and password.</summary>
    public string? PersonName { get; init; }

    /// <summary>The address to sign in as somebody else, when a person is signed in.</summary>
    public string? OtherPersonAddress { get; init; }

    /// <summary>The login that was typed before.</summary>
    public string? Login { get; init; }

    /// <summary>What was wrong the last time.</summary>
    public string? Problem { get; init; }
}

/// <summary>The model of the page to sign in or out.</summary>
public sealed record SignInModel
{
    /// <summary>The name of the hidden field of the antiforgery token.</summary>
    public required string AntiforgeryField { get; init; }

    /// <summary>Its value.</summary>
    public required string AntiforgeryToken { get; init; }

    /// <summary>The next page, a path on this server.</summary>
    public required string ReturnUrl { get; init; }

    /// <summary>The name of the person who is signed in.</summary>
    public string? PersonName { get; init; }

    /// <summary>The login that was typed before.</summary>
    public string? Login { get; init; }

    /// <summary>What was wrong the last time.</summary>
    public string? Problem { get; init; }

    /// <summary>Without the token.</summary>
    public override string ToString() => nameof(SignInModel);
}
