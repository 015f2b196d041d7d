using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpenIddict.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;

namespace Mxit.Platform.Apps;

/// <summary>
/// An app: what OpenIddict keeps of a client, and what Mxit knows besides. The row stays when the app is removed, without
/// secret and permissions, so that its service name is never given to anybody else.
/// </summary>
internal sealed class App : OpenIddictEntityFrameworkCoreApplication<Guid, AppAuthorization, AppToken>
{
    /// <summary>The name under which people know the app and which it sends from; never changes.</summary>
    public string ServiceName { get; set; } = "";

    /// <summary>How strictly the authorization server treats the app.</summary>
    public AppProfile Profile { get; set; }

    /// <summary>Who runs the app, for people to read.</summary>
    public string? Owner { get; set; }

    /// <summary>The hash of the secret before the present one, while both are good.</summary>
    public string? PreviousClientSecret { get; set; }

    /// <summary>When the previous secret ends.</summary>
    public DateTime? PreviousSecretEndsUtc { get; set; }

    /// <summary>When the app was made.</summary>
    public DateTime CreatedUtc { get; set; }

    /// <summary>When the app was removed, if it was.</summary>
    public DateTime? RemovedUtc { get; set; }
}

/// <summary>A grant that a person, or an app for itself, has given.</summary>
internal sealed class AppAuthorization : OpenIddictEntityFrameworkCoreAuthorization<Guid, App, AppToken>;

/// <summary>A code or token; only its hash and an encrypted payload are stored.</summary>
internal sealed class AppToken : OpenIddictEntityFrameworkCoreToken<Guid, App, AppAuthorization>;

/// <summary>OpenIddict's table of scopes; the scopes of Mxit are fixed, so it stays empty.</summary>
internal sealed class AppScope : OpenIddictEntityFrameworkCoreScope<Guid>;

/// <summary>How strictly the authorization server treats an app.</summary>
internal enum AppProfile
{
    /// <summary>PKCE required, redirect URIs compared as exact strings, no password grant.</summary>
    Strict = 0,

    /// <summary>What programs of 2012 need: Basic authentication without PKCE, the password grant where switched on.</summary>
    Legacy = 1,
}

internal sealed class AppMapping : IEntityTypeConfiguration<App>
{
    public void Configure(EntityTypeBuilder<App> app)
    {
        new OpenIddictEntityFrameworkCoreApplicationConfiguration<App, AppAuthorization, AppToken, Guid>().Configure(app);
        app.ToTable("Apps");
        app.Property(row => row.ServiceName).HasMaxLength(64);
        app.Property(row => row.Owner).HasMaxLength(NewApp.MaxOwner);
        app.Property(row => row.Profile).HasConversion<string>().HasMaxLength(16);
        app.HasIndex(row => row.ServiceName).IsUnique();
    }
}

internal sealed class AppTokenMapping : IEntityTypeConfiguration<AppToken>
{
    public void Configure(EntityTypeBuilder<AppToken> token)
    {
        new OpenIddictEntityFrameworkCoreTokenConfiguration<AppToken, App, AppAuthorization, Guid>().Configure(token);
        token.ToTable("AppTokens");

        // The list of revoked tokens is read every few seconds, see AccessTokenRevocations.
        token.HasIndex(row => new { row.Status, row.Type, row.ExpirationDate });
    }
}

internal sealed class AppAuthorizationMapping : IEntityTypeConfiguration<AppAuthorization>
{
    public void Configure(EntityTypeBuilder<AppAuthorization> authorization)
    {
        new OpenIddictEntityFrameworkCoreAuthorizationConfiguration<AppAuthorization, App, AppToken, Guid>()
            .Configure(authorization);
        authorization.ToTable("AppAuthorizations");
    }
}

internal sealed class AppScopeMapping : IEntityTypeConfiguration<AppScope>
{
    public void Configure(EntityTypeBuilder<AppScope> scope)
    {
        new OpenIddictEntityFrameworkCoreScopeConfiguration<AppScope, Guid>().Configure(scope);
        scope.ToTable("AppScopes");
    }
}
