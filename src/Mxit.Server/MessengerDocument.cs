using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;

namespace Mxit.Server;

/// <summary>The OpenAPI document of the people's API. The historic API has its own description.</summary>
internal static class MessengerDocument
{
    public static void Describe(OpenApiOptions options)
    {
        // Whatever has GET has HEAD, which needs no description of its own.
        options.ShouldInclude = description => description.HttpMethod != HttpMethods.Head
            && (description.RelativePath?.StartsWith("messenger/", StringComparison.OrdinalIgnoreCase) ?? false);
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Mxit messenger";
            document.Info.Version = "1";
            document.Info.Description =
                "What a person does with messages: reads, answers, acknowledges, listens, takes files. Takes a user token " +
                "with the scope 'messenger', or the cookie of the pages. A token with 'content/send' sees the files that it " +
                "offered.";
            return Task.CompletedTask;
        });
    }
}
