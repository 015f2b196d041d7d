using System.Net;
using System.Net.Http.Json;
using Mxit.Internal;
using Mxit.Wire;

namespace Mxit.Benchmarks;

/// <summary>Answers as the server does, without a network: what is left is the time of the client alone.</summary>
internal sealed class InMemoryHandler : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } body)
        {
            await body.CopyToAsync(Stream.Null, cancellationToken);
        }

        return new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = ContentFor(request) };
    }

    private static JsonContent? ContentFor(HttpRequestMessage request) => request.RequestUri!.AbsolutePath[1..] switch
    {
        MxitRoutes.Token => JsonContent.Create(
            new TokenReply { AccessToken = Payload.Token, TokenType = "bearer", ExpiresIn = 86_400 }, MxitJson.Wire.TokenReply),
        MxitRoutes.MessageSend => null,
        _ when request.Method == HttpMethod.Get => JsonContent.Create(AnsweringServer.Profile, ReplyJson.Wire.BasicProfile),
        _ => JsonContent.Create(AnsweringServer.FileId, MxitJson.Wire.String),
    };
}
