using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;

namespace SignInWithMxit;

/// <summary>What the site shows. Names come from people, so each is encoded.</summary>
internal static class Pages
{
    public static IResult Welcome() => Page("Sign in", """
        <h1>Welcome</h1>
        <p>Sign in to see who your friends are.</p>
        <p><a class="button" href="/sign-in">Sign in with Mxit</a></p>
        """);

    public static IResult Home(string name, string userId, IReadOnlyList<string> friends) => Page("Friends", $"""
        <h1>Hello, {Text(name)}</h1>
        <p>You are {Text(userId)}.</p>
        <h2>Friends</h2>
        {(friends.Count == 0 ? "<p>Nobody yet.</p>" : $"<ul>{string.Concat(friends.Select(friend => $"<li>{Text(friend)}</li>"))}</ul>")}
        <form method="post" action="/sign-out"><button class="button">Sign out</button></form>
        """);

    public static IResult Denied() => Page("Not signed in", """
        <h1>You are not signed in</h1>
        <p>You did not allow this site to see your profile and your contacts. Nothing was shared.</p>
        <p><a class="button" href="/sign-in">Try again</a></p>
        """);

    /// <summary>
    /// For an answer that belongs to no sign-in, such as a bookmark or a forgery, and for a server that is away.
    /// </summary>
    public static async Task ShowFailureAsync(RemoteFailureContext context)
    {
        context.HandleResponse();
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        await Page("Not signed in", """
            <h1>That did not work</h1>
            <p>The sign-in could not be completed.</p>
            <p><a class="button" href="/sign-in">Try again</a></p>
            """, StatusCodes.Status400BadRequest).ExecuteAsync(context.HttpContext);
    }

    /// <summary>Whether a form was sent from a page of this site, so that no other site can sign people out.</summary>
    public static bool IsFromHere(HttpRequest request) =>
        request.Headers.Origin == $"{request.Scheme}://{request.Host}";

    private static IResult Page(string title, string body, int status = StatusCodes.Status200OK) => Results.Content($$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <link rel="icon" href="data:,">
        <title>{{title}}</title>
        <style>
        body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 3rem auto; padding: 0 1rem; color: #222; }
        .button { display: inline-block; padding: .5rem 1rem; border: 0; border-radius: .4rem; background: #e65100; color: #fff;
          font: inherit; text-decoration: none; cursor: pointer; }
        </style>
        </head>
        <body>
        {{body}}
        </body>
        </html>
        """, "text/html; charset=utf-8", statusCode: status);

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
