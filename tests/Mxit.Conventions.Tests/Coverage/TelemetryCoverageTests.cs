using System.Diagnostics;
using System.Reflection;

namespace Mxit.Conventions.Tests.Coverage;

/// <summary>Every public call is told of by its template, and with nothing of what it was given.</summary>
public sealed class TelemetryCoverageTests
{
    private static readonly HashSet<string> Tags = new(StringComparer.Ordinal)
    {
        "http.request.method", "url.template", "server.address", "server.port", "http.response.status_code",
        "http.request.resend_count",
        "error.type",
    };

    private static readonly Func<MxitClient, object>[] Areas =
    [
        client => client.OAuth,
        client => client.Messaging,
        client => client.Users,
        CallRecorder.AsPerson,
        client => CallRecorder.AsPerson(client).Messaging,
        client => CallRecorder.AsPerson(client).Users,
        client => CallRecorder.AsPerson(client).Messenger,
    ];

    [Fact]
    public async Task Every_call_has_a_template_that_is_known_and_no_other_text()
    {
        var heard = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == MxitTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (heard)
                {
                    heard.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var any = new MxitClient(new Uri("https://mxit.example.com/"), "id", "secret");
        var calls = 0;
        foreach (var pick in Areas)
        {
            foreach (var method in pick(any).GetType().GetMethods(
                BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(method => !method.IsSpecialName && typeof(Task).IsAssignableFrom(method.ReturnType)))
            {
                calls++;
                var sent = await CallRecorder.RecordAsync(pick, method);
                Activity[] now;
                lock (heard)
                {
                    now = [.. heard];
                    heard.Clear();
                }

                var template = sent.Split(' ')[1].Split('/');
                Assert.Contains(now, one =>
                {
                    var parts = ((string)one.GetTagItem("url.template")!).Split('/');
                    return parts.Length == template.Length
                        && parts.Zip(template).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
                });
                Assert.All(now, one =>
                {
                    Assert.Subset(Tags, one.TagObjects.Select(tag => tag.Key).ToHashSet(StringComparer.Ordinal));
                    Assert.NotEqual("/{other}", one.GetTagItem("url.template"));
                    Assert.Equal($"{one.GetTagItem("http.request.method")} {one.GetTagItem("url.template")}", one.DisplayName);
                    Assert.Null(one.StatusDescription);
                    Assert.Empty(one.Events);
                    Assert.Empty(one.Baggage);
                });
            }
        }

        Assert.True(calls > 50, $"Only {calls} calls were made.");
    }
}
