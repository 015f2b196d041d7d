using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Mxit.Tests.Support;

/// <summary>Hears all activities and measurements of the library while it is there, also those of tests beside it.</summary>
internal sealed class Listener : IDisposable
{
    private readonly ConcurrentQueue<Activity> _activities = new();
    private readonly ConcurrentQueue<(string Name, double Value, Dictionary<string, object?> Tags)> _measurements = new();
    private readonly ActivityListener _listener;
    private readonly MeterListener _meters = new();

    public Listener()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == MxitTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _activities.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
        _meters.InstrumentPublished = static (instrument, meters) =>
        {
            if (instrument.Meter.Name == MxitTelemetry.MeterName)
            {
                meters.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _meters.Start();
    }

    public IReadOnlyList<Activity> Activities => [.. _activities];

    public IReadOnlyList<(string Name, double Value, Dictionary<string, object?> Tags)> Measurements => [.. _measurements];

    /// <summary>Every text that was told.</summary>
    public IEnumerable<string> Texts =>
        _activities.SelectMany(one => new[] { one.DisplayName, one.OperationName, one.StatusDescription, one.TraceStateString }
                .Concat(one.TagObjects.SelectMany(Both))
                .Concat(one.Baggage.SelectMany(pair => new[] { pair.Key, pair.Value }))
                .Concat(one.Events.SelectMany(happened => happened.Tags.SelectMany(Both).Prepend(happened.Name))))
            .Concat(_measurements.SelectMany(one => one.Tags.SelectMany(Both)))
            .OfType<string>();

    public void Dispose()
    {
        _listener.Dispose();
        _meters.Dispose();
    }

    private static IEnumerable<string?> Both(KeyValuePair<string, object?> tag) =>
        [tag.Key, Convert.ToString(tag.Value, CultureInfo.InvariantCulture)];

    private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measurements.Enqueue((instrument.Name, value, new Dictionary<string, object?>(tags.ToArray())));
}
