using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mxit.AspNetCore.Authentication;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets people sign in with Mxit.</summary>
public static class MxitAuthenticationExtensions
{
    /// <summary>Adds the scheme <see cref="MxitAuthenticationDefaults.AuthenticationScheme"/>.</summary>
    /// <param name="builder">The builder of <c>AddAuthentication</c>.</param>
    /// <param name="configure">Sets the options; wrong ones are all named when the host starts.</param>
    /// <returns>The builder.</returns>
    public static AuthenticationBuilder AddMxit(
        this AuthenticationBuilder builder, Action<MxitAuthenticationOptions> configure) =>
            builder.AddMxit(MxitAuthenticationDefaults.AuthenticationScheme, MxitAuthenticationDefaults.DisplayName, configure);

    /// <summary>Adds a scheme of another name, for a site with several apps.</summary>
    /// <param name="builder">The builder of <c>AddAuthentication</c>.</param>
    /// <param name="authenticationScheme">The name of the scheme. Each needs a callback path of its own.</param>
    /// <param name="displayName">What people see where they choose how to sign in.</param>
    /// <param name="configure">Sets the options; wrong ones are all named when the host starts.</param>
    /// <returns>The builder.</returns>
    public static AuthenticationBuilder AddMxit(
        this AuthenticationBuilder builder, string authenticationScheme, string displayName,
        Action<MxitAuthenticationOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        // Before that of the framework, which makes the back channel.
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IPostConfigureOptions<MxitAuthenticationOptions>, MxitPostConfigureOptions>());
        builder.AddOAuth<MxitAuthenticationOptions, MxitAuthenticationHandler>(authenticationScheme, displayName, configure);
        builder.Services.AddOptions<MxitAuthenticationOptions>(authenticationScheme).ValidateOnStart();
        return builder;
    }
}
