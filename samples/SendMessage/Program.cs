// Sends one message from an app to a person. A native program: it starts in milliseconds and needs no .NET on the machine.
//
//   dotnet publish samples/SendMessage
//   MXIT_CLIENT_SECRET=... SendMessage http://127.0.0.1:5080 11111111111111111111111111111111 demo alice "Hello"
using Mxit;

if (args is not [var address, var clientId, var from, var login, var text]
    || Environment.GetEnvironmentVariable("MXIT_CLIENT_SECRET") is not { Length: > 0 } secret
    || !Uri.TryCreate(address, UriKind.Absolute, out var server))
{
    Console.Error.WriteLine("Usage: MXIT_CLIENT_SECRET=... SendMessage <address> <client id> <from> <login> <text>");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

try
{
    using var mxit = new MxitClient(server, clientId, secret);
    var userId = await mxit.Users.GetUserIdAsync(login, cancellationToken: stop.Token);
    var receipt = await mxit.Messaging.SendMessageAsync(from, [userId], text, cancellationToken: stop.Token);
    Console.WriteLine(receipt.MessageId);
    return 0;
}
catch (Exception failure) when (failure is MxitException or ArgumentException or OperationCanceledException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
