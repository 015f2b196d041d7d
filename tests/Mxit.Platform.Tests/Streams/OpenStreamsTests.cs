using CsCheck;
using Microsoft.Extensions.Options;
using Mxit.Platform.Streams;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Tests.Streams;

/// <summary>Which stream ends when somebody opens one too many.</summary>
public sealed class OpenStreamsTests
{
    private const int Max = 3;

    // A stream kind, a person (or an app, whose id is its name), an app (none is the pages).
    private static readonly (string Kind, string Id, string? App)[] Holders =
    [
        ("messenger", "m1", "one"), ("messenger", "m1", "two"), ("messenger", "m1", null),
        ("messenger", "m2", "one"), ("delivery", "m1", "one"), ("delivery", "demo", "one"),
    ];

    [Fact]
    public void The_newest_streams_of_each_holder_stay_whoever_opens_and_leaves()
    {
        var steps = Gen.Select(Gen.Int[0, Holders.Length - 1], Gen.Int[0, 9]).Array[0, 80];
        steps.Sample(taken =>
        {
            var open = new OpenStreams(Options.Create(new StreamSettings { MaxOpen = Max }));
            var expected = Holders.ToDictionary(holder => holder, _ => new List<OpenStreams.OpenStream>());
            var ended = new List<OpenStreams.OpenStream>();
            foreach (var (index, action) in taken)
            {
                var holder = Holders[index];
                var streams = expected[holder];
                if (action < 3 && streams.Count > 0)
                {
                    // Also twice, and not only the oldest.
                    streams[action % streams.Count].Dispose();
                    streams[action % streams.Count].Dispose();
                    streams.RemoveAt(action % streams.Count);
                }
                else if (action == 3 && ended.Count > 0)
                {
                    ended[^1].Dispose();
                }
                else
                {
                    streams.Add(open.Open(holder.Kind, new Caller { UserId = holder.Id, ClientId = holder.App, Scopes = [] }));
                    if (streams.Count > Max)
                    {
                        ended.Add(streams[0]);
                        streams.RemoveAt(0);
                    }
                }

                Assert.All(
                    expected.Values.SelectMany(all => all), stream => Assert.False(stream.Replaced.IsCancellationRequested));
                Assert.All(ended, stream => Assert.True(stream.Replaced.IsCancellationRequested));
            }
        });
    }
}
