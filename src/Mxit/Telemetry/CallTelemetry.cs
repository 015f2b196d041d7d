using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Mxit.Internal;

/// <summary>
/// Traces and metrics of one call. The tags follow the OpenTelemetry semantic conventions for HTTP clients. <c>url.full</c> is
/// left out, because paths contain names of people and files.
/// </summary>
internal sealed class CallTelemetry : IDisposable
{
    private static readonly ActivitySource Source = new(MxitTelemetry.ActivitySourceName, Version);
    private static readonly Meter Meter = new(MxitTelemetry.MeterName, Version);

    private static readonly Histogram<double> Durations = Meter.CreateHistogram<double>(
        MxitTelemetry.OperationDuration, "s", "How long a call took, with all its attempts and pauses.");

    private static readonly Counter<long> RetriesCounter = Meter.CreateCounter<long>(
        MxitTelemetry.Retries, "{retry}", "How often a request was sent again.");

    private static readonly Counter<long> TokenRequests = Meter.CreateCounter<long>(
        MxitTelemetry.TokenRequests, "{request}", "How often a token was asked for.");

    private readonly ApiRequest _request;
    private readonly TimeProvider _timeProvider;
    private readonly string _template;
    private readonly Activity? _activity;
    private readonly long _began;
    private HttpStatusCode? _status;
    private string? _error;
    private int _sent;

    public CallTelemetry(ApiRequest request, MxitClientSettings settings)
    {
        var path = request.Address.AbsolutePath;
        var template = RouteTemplates.Of(path, settings.ApiAddress.AbsolutePath);
        _template = template == RouteTemplates.Other ? RouteTemplates.Of(path, settings.AuthAddress.AbsolutePath) : template;
        (_request, _timeProvider, _began) = (request, settings.TimeProvider, settings.TimeProvider.GetTimestamp());
        if (Source.HasListeners())
        {
            _activity = Source.StartActivity(
                $"{request.Method} {_template}", ActivityKind.Client, default(ActivityContext), Tags());
        }
    }

    /// <summary>There is a listener; without one nothing is recorded.</summary>
    public static bool IsHeard => Source.HasListeners() || Durations.Enabled || RetriesCounter.Enabled || TokenRequests.Enabled;

    private static string? Version => typeof(CallTelemetry).Assembly.GetName().Version?.ToString(3);

    /// <summary>Records the start of an attempt.</summary>
    public void Sent() => (_sent, _status) = (_sent + 1, null);

    /// <summary>Records the status of a response.</summary>
    public void Answered(HttpStatusCode status) => _status = status;

    /// <summary>Records the error that the caller sees.</summary>
    public void Failed(Exception failure) =>
        _error = failure is MxitApiException { StatusCode: >= HttpStatusCode.BadRequest } answer
        ? ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture)
        : failure is MxitException known ? JsonNamingPolicy.SnakeCaseLower.ConvertName(known.Reason.ToString())
        : failure.GetType().FullName;

    public void Dispose()
    {
        if (_activity is not null)
        {
            if (_status is { } status)
            {
                _activity.SetTag("http.response.status_code", (int)status);
            }

            if (_sent > 1)
            {
                _activity.SetTag("http.request.resend_count", _sent - 1);
            }

            if (_error is not null)
            {
                _activity.SetTag("error.type", _error);
                _activity.SetStatus(ActivityStatusCode.Error);
            }

            _activity.Dispose();
        }

        if (Durations.Enabled)
        {
            var tags = Tags();
            if (_status is { } status)
            {
                tags.Add("http.response.status_code", (int)status);
            }

            Durations.Record(_timeProvider.GetElapsedTime(_began).TotalSeconds, WithError(tags));
        }

        if (_sent > 1)
        {
            RetriesCounter.Add(_sent - 1, Tags());
        }

        if (_request.GrantType is { } grant)
        {
            TokenRequests.Add(1, WithError(new TagList { { "mxit.token.grant", grant } }));
        }
    }

    private TagList Tags() => new()
    {
        { "http.request.method", _request.Method.Method },
        { "url.template", _template },
        { "server.address", _request.Address.IdnHost },
        { "server.port", _request.Address.Port },
    };

    private TagList WithError(TagList tags)
    {
        if (_error is not null)
        {
            tags.Add("error.type", _error);
        }

        return tags;
    }
}
