using Microsoft.EntityFrameworkCore;
using Mxit.Check.Trace;
using Mxit.Platform.Data;

namespace Mxit.EndToEnd.Tests;

/// <summary>The beginning of a real trace; all of it is <c>trace</c> of <c>tools/Mxit.Check</c>.</summary>
public sealed class RealTraceTests
{
    private const int Count = 1_500;

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task R_13_every_text_arrives_once_unchanged_and_in_order(MxitTestDatabase provider)
    {
        var trace = RealTrace.Read(Count);
        await using var server = await Server.StartAsync(provider);
        await using (var context = await server.Get<IDbContextFactory<MxitDbContext>>().CreateDbContextAsync(
            TestContext.Current.CancellationToken))
        {
            await RealTrace.AddPeopleAsync(context, trace, TestContext.Current.CancellationToken);
        }

        using var client = server.CreateClient();
        var result = await TraceReplay.RunAsync(client, trace, TestContext.Current.CancellationToken);

        Assert.Empty(result.Faults);
        Assert.Equal(Count, result.Messages);
    }
}
