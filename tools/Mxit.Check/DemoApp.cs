using Mxit.Testing;

namespace Mxit.Check;

/// <summary>The app of development mode, as which the runs ask.</summary>
public static class DemoApp
{
    /// <summary>A client of it, with the settings that everybody has.</summary>
    /// <param name="server">The address of the server.</param>
    public static MxitClient CreateClient(Uri server) => new(new MxitClientOptions
    {
        ClientId = TestApp.Demo.ClientId,
        ClientSecret = TestApp.Demo.ClientSecret,
        BaseAddress = server,
    });
}
