using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace Mxit.Platform.Wire;

/// <summary>
/// The kinds of token that an endpoint accepts, any of them. The authorization of ASP.NET Core takes it from the endpoint.
/// </summary>
/// <param name="anyOf">The kinds.</param>
internal sealed class TokenRequirement(IReadOnlyList<TokenRule> anyOf) : IAuthorizationRequirement, IAuthorizationRequirementData
{
    /// <summary>The kinds.</summary>
    public IReadOnlyList<TokenRule> AnyOf { get; } = anyOf;

    /// <summary>A person who is signed in on the pages may call as well.</summary>
    public bool AllowsSession { get; } = anyOf.Any(rule => rule.Kind == TokenKind.Session);

    /// <summary>No token is needed.</summary>
    public bool AllowsAnonymous { get; } = anyOf.Any(rule => rule.Kind == TokenKind.Anonymous);

    /// <summary>The scopes of which one is needed, separated by spaces, for the response to a caller who has none.</summary>
    public string Scopes { get; } = string.Join(' ', anyOf.Select(rule => rule.Scope).OfType<string>().Distinct());

    /// <summary>Whether the caller of a token may call.</summary>
    public bool Allows(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        for (var index = 0; index < AnyOf.Count; index++)
        {
            var rule = AnyOf[index];
            if (IsKind(rule.Kind, caller) && (rule.Scope is null || caller.Scopes.Contains(rule.Scope)))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];

    /// <summary>Whether the token is of a kind that may call, whatever its scopes.</summary>
    internal bool AllowsKind(Caller caller) => AnyOf.Any(rule => IsKind(rule.Kind, caller));

    private static bool IsKind(TokenKind kind, Caller caller) => kind switch
    {
        TokenKind.App => caller.IsApp,
        TokenKind.User => !caller.IsApp,
        TokenKind.Any or TokenKind.Anonymous => true,
        _ => false,
    };
}

/// <summary>How endpoints say which tokens they accept.</summary>
internal static class TokenRequirementExtensions
{
    /// <summary>
    /// Lets only callers through who have one of these kinds of token. The endpoint may take a <see cref="Caller"/>.
    /// </summary>
    public static TBuilder RequireToken<TBuilder>(this TBuilder builder, params TokenRule[] anyOf)
        where TBuilder : IEndpointConventionBuilder
    {
        var requirement = new TokenRequirement(anyOf);
        builder.Add(endpoint => endpoint.Metadata.Add(requirement));
        return builder;
    }

    /// <summary>Lets in a person: by a token of the people's API, or by the cookie of the pages.</summary>
    public static TBuilder RequirePerson<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireToken(TokenRule.User(MxitScopes.Messenger), TokenRule.Session);
}
