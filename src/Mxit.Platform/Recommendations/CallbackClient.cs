using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Mxit.Platform.Authorization;

namespace Mxit.Platform.Recommendations;

/// <summary>Tells an app that a recommendation was accepted.</summary>
internal sealed class CallbackClient : IDisposable
{
    private const string StatementType = "mxit-callback+jwt";

    private readonly HttpClient _http;
    private readonly StatementSigner _signer;
    private readonly IOptions<RecommendationSettings> _settings;
    private readonly TimeProvider _clock;

    public CallbackClient(
        ServerContext server, StatementSigner signer, IOptions<RecommendationSettings> settings, TimeProvider clock)
    {
        (_signer, _settings, _clock) = (signer, settings, clock);
        var handler = new SocketsHttpHandler
        {
            // A redirect or a proxy would lead past the check of the address.
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        };
        if (!server.IsDevelopment)
        {
            handler.ConnectCallback = CallbackAddress.ConnectPublicAsync;
        }

        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Posts once.</summary>
    /// <param name="recommendation">What was accepted.</param>
    /// <param name="clientId">The app that is told.</param>
    /// <param name="cancellationToken">The server stops.</param>
    /// <returns>What came of it.</returns>
    public async Task<CallbackOutcome> PostAsync(
        Recommendation recommendation, string clientId, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new RecommendationAcceptedBody
            {
                Id = recommendation.Id,
                Application = recommendation.ServiceName,
                FromUserId = recommendation.FromUserId,
                ToUserId = recommendation.ToUserId,
                AcceptedUtc = recommendation.AcceptedUtc!.Value,
            },
            ReplyJson.Wire.RecommendationAcceptedBody);
        using var request = new HttpRequestMessage(HttpMethod.Post, recommendation.CallbackUrl)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.TryAddWithoutValidation("User-Agent", "Mxit-Server");
        request.Headers.TryAddWithoutValidation(MxitHeaders.Signature, Sign(recommendation.Id, clientId, body));
        using var timeout = new CancellationTokenSource(_settings.Value.CallbackTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            // The body of the response is nobody's concern, and is not read.
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return answer.IsSuccessStatusCode ? CallbackOutcome.Taken
                : answer.StatusCode == HttpStatusCode.Gone ? CallbackOutcome.Gone
                : CallbackOutcome.Failed;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or IOException
            && !cancellationToken.IsCancellationRequested)
        {
            return CallbackOutcome.Failed;
        }
    }

    public void Dispose() => _http.Dispose();

    private string Sign(Guid id, string clientId, byte[] body) => _signer.Sign(
        StatementType,
        clientId,
        TimeSpan.FromMinutes(5),
        new Dictionary<string, object>
        {
            ["jti"] = id.ToString(),
            ["body"] = Base64UrlEncoder.Encode(SHA256.HashData(body)),
        });
}

/// <summary>What came of a callback.</summary>
internal enum CallbackOutcome
{
    /// <summary>The app has taken it.</summary>
    Taken,

    /// <summary>The app does not want it, now or ever (410).</summary>
    Gone,

    /// <summary>It may work another time.</summary>
    Failed,
}
