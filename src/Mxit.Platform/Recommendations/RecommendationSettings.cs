using System.ComponentModel.DataAnnotations;

namespace Mxit.Platform.Recommendations;

/// <summary>How recommendations are followed up. Section <c>Mxit:Recommendations</c>.</summary>
internal sealed class RecommendationSettings
{
    /// <summary>How long the person may take to add the app, for the app to be told.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long one callback may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan CallbackTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait before the second attempt; doubles with each one after it, up to an hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a callback is tried; 30 attempts take about a day.</summary>
    [Range(1, 1_000)]
    public int MaxAttempts { get; set; } = 30;
}
