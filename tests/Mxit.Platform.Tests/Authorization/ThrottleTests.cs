using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Authorization;

public sealed class ThrottleTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task O_49_guessing_is_slowed_down_and_ends_with_the_minute()
    {
        for (var guess = 0; guess < 10; guess++)
        {
            Assert.Contains("wrong", (await GuessAsync("nope")).Text("error_description"), StringComparison.Ordinal);
        }

        var slowed = await GuessAsync("carol-password");
        Assert.Equal(400, slowed.Status);
        Assert.Contains("Too many", slowed.Text("error_description"), StringComparison.Ordinal);
        Assert.Equal(200, (await server.SignInAsync("openid", "bob")).Status);

        server.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(200, (await GuessAsync("carol-password")).Status);
    }

    private Task<Answer> GuessAsync(string password) =>
        server.TokenAsync($"grant_type=password&scope=openid&username=carol&password={password}");
}
