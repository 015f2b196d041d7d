namespace Mxit.Web.Pages;

/// <summary>What the page shows on which a person allows an app or not.</summary>
public sealed record ConsentModel
{
    /// <summary>The name of the app.</summary>
    public required string AppName { get; init; }

    /// <summary>The name under which people know the app in their contacts.</summary>
    public required string ServiceName { get; init; }

    /// <summary>Who runs the app; <see langword="null"/> where nobody said.</summary>
    public required string? Owner { get; init; }

    /// <summary>Whoever registered the app knows that it is what it says.</summary>
    public required bool IsVerified { get; init; }

    /// <summary>The scopes that the app asks for.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Where the person is led back to.</summary>
    public required string RedirectHost { get; init; }

    /// <summary>How long the permission lasts.</summary>
    public required string Life { get; init; }

    /// <summary>The fields that carry the request and the proof that the form is ours.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Hidden { get; init; }

    /// <summary>The name of the person who is signed in; <see langword="null"/> asks for login and password.</summary>
    public string? PersonName { get; init; }

    /// <summary>Where somebody else can sign in, when a person is signed in.</summary>
    public string? OtherPersonAddress { get; init; }

    /// <summary>The login that was typed before.</summary>
    public string? Login { get; init; }

    /// <summary>What was wrong the last time.</summary>
    public string? Problem { get; init; }
}

/// <summary>What the page shows on which a person signs in or out.</summary>
public sealed record SignInModel
{
    /// <summary>The name of the hidden field that proves that the form is ours.</summary>
    public required string AntiforgeryField { get; init; }

    /// <summary>Its value.</summary>
    public required string AntiforgeryToken { get; init; }

    /// <summary>Where the person goes afterwards; a path of this server.</summary>
    public required string ReturnUrl { get; init; }

    /// <summary>The name of the person who is signed in.</summary>
    public string? PersonName { get; init; }

    /// <summary>The login that was typed before.</summary>
    public string? Login { get; init; }

    /// <summary>What was wrong the last time.</summary>
    public string? Problem { get; init; }

    /// <summary>Leaves the proof out.</summary>
    public override string ToString() => nameof(SignInModel);
}
