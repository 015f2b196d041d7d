using Mxit.Testing;

namespace Mxit.Check;

/// <summary>The app of development mode, as which the runs ask.</summary>
public static class DemoApp
{
    /// <summary>A client of it, with the settings that everybody has.</summary>
    /// <param name="server">The address of the server.</param>
    public static MxitClient CreateClient(Uri server) => new(new MxitClientOptions
    {
        ClientId = DevelopmentApp.Demo.ClientId,
        ClientSecret = DevelopmentApp.Demo.ClientSecret,
        BaseAddress = server,
    });
}
