using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;

namespace Mxit.Server.Development;

/// <summary>The OpenAPI document of <c>/dev/*</c>; it describes nothing outside of development mode.</summary>
internal static class DevelopmentDocument
{
    public static void Describe(OpenApiOptions options)
    {
        options.ShouldInclude = description => description.HttpMethod != HttpMethods.Head
            && (description.RelativePath is { } path
                && (path == "dev" || path.StartsWith("dev/", StringComparison.OrdinalIgnoreCase)));
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Mxit development mode";
            document.Info.Version = "1";
            document.Info.Description =
                "For tests: moves the clock, breaks requests on purpose, lists requests, returns to earlier data. For " +
                "programs on the machine of the server only.";
            return Task.CompletedTask;
        });
    }
}
