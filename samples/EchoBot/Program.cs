using EchoBot;
using Mxit;

using var mxit = new MxitClient(
    new Uri("http://127.0.0.1:5080/"),
    clientId: "11111111111111111111111111111111",
    clientSecret: Environment.GetEnvironmentVariable("MXIT_CLIENT_SECRET") ?? "");

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true; // Ctrl+C ends the bot below, not the process in the middle of its work.
    stop.Cancel();
};

var files = new BotFiles("bot");
try
{
    var token = await files.LoadTokenAsync(stop.Token) ?? await SignInAsync();
    var person = mxit.ForUser(token, files);
    Console.WriteLine("Listening. Press Ctrl+C to stop.");
    await new EchoResponder(person.Messenger, files).RunAsync(stop.Token);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.WriteLine("Stopped.");
}
catch (MxitUnauthorizedException)
{
    files.DeleteToken();
    Console.WriteLine("The sign-in has ended. Start the bot again to sign in.");
}

async Task<UserToken> SignInAsync()
{
    var request = mxit.OAuth.CreateAuthorizationRequest(new Uri("http://127.0.0.1:8080/callback"), [MxitScopes.Messenger]);
    Console.WriteLine("Open this address in a browser, sign in as bob, and allow the app:");
    Console.WriteLine(request.Uri);
    Console.WriteLine("The browser ends at an address that does not load. Paste that address here:");
    var callback = new Uri(Console.ReadLine() ?? "");
    var token = await mxit.OAuth.ExchangeCodeAsync(request, callback, cancellationToken: stop.Token);
    await files.SaveAsync(token, stop.Token);
    return token;
}
