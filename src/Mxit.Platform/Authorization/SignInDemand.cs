using System.Globalization;
using System.Security.Claims;
using Mxit.Platform.Sessions;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Mxit.Platform.Authorization;

/// <summary>What an authorization request asks of the sign-in that it rests on (OpenID Connect Core, section 3.1.2.1).</summary>
internal sealed class SignInDemand
{
    private readonly TimeSpan? _maxAge;

    private SignInDemand(bool isFresh, TimeSpan? maxAge, string? userId) =>
        (IsFresh, _maxAge, UserId) = (isFresh, maxAge, userId);

    /// <summary>The person must sign in now, whatever session is there.</summary>
    public bool IsFresh { get; }

    /// <summary>Who it must be; <see langword="null"/> when anybody may.</summary>
    public string? UserId { get; }

    /// <summary>The demand of a request that was checked.</summary>
    /// <param name="request">The request.</param>
    /// <param name="hint">The id token that it names, if it names one.</param>
    public static SignInDemand Of(OpenIddictRequest request, ClaimsPrincipal? hint)
    {
        ArgumentNullException.ThrowIfNull(request);
        _ = TryReadMaxAge(request, out var maxAge);
        return new SignInDemand(
            request.HasPromptValue(PromptValues.Login) || maxAge == TimeSpan.Zero, maxAge, hint?.GetClaim(Claims.Subject));
    }

    /// <summary>Whether a session will do.</summary>
    public bool IsMetBy(ClaimsPrincipal session, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return !IsFresh
            && IsMetBy(PersonSession.GetUserIdOrNull(session))
            && PersonSession.GetSignedInAtOrNull(session) is { } signedInAt
            && (_maxAge is null || clock.GetUtcNow() - signedInAt <= _maxAge);
    }

    /// <summary>Whether a person will do who signs in now.</summary>
    public bool IsMetBy(string? userId) => userId is not null && (UserId is null || UserId == userId);

    /// <summary>Reads <c>max_age</c>: whole seconds, in digits.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxAge">The age; <see langword="null"/> when any will do.</param>
    /// <returns>It is missing or can be read.</returns>
    internal static bool TryReadMaxAge(OpenIddictRequest request, out TimeSpan? maxAge)
    {
        maxAge = null;
        if ((string?)request[Parameters.MaxAge] is not { Length: > 0 } text)
        {
            return true;
        }

        if (!text.All(char.IsAsciiDigit))
        {
            return false;
        }

        // No session lives as long as the numbers that are too large.
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            maxAge = TimeSpan.FromSeconds(seconds);
        }

        return true;
    }
}
