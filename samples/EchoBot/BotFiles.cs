using System.Text.Json;
using Mxit;

namespace EchoBot;

/// <summary>What the bot remembers across restarts: its token, and the cursor of the last message that it has handled.</summary>
public sealed class BotFiles : IUserTokenStore
{
    private readonly string _token;
    private readonly string _cursor;

    /// <summary>Uses a folder, and creates it if it does not exist.</summary>
    /// <param name="folder">The path of the folder.</param>
    public BotFiles(string folder)
    {
        Directory.CreateDirectory(folder);
        _token = Path.Combine(folder, "token.json");
        _cursor = Path.Combine(folder, "cursor.txt");
    }

    /// <summary>Reads the token; <see langword="null"/> before the first sign-in.</summary>
    /// <param name="stop">Cancels the reading.</param>
    public async Task<UserToken?> LoadTokenAsync(CancellationToken stop) =>
        File.Exists(_token) ? JsonSerializer.Deserialize<UserToken>(await File.ReadAllTextAsync(_token, stop)) : null;

    /// <inheritdoc/>
    public Task SaveAsync(UserToken token, CancellationToken cancellationToken) =>
        ReplaceAsync(_token, JsonSerializer.Serialize(token), cancellationToken);

    /// <summary>Forgets the token, so that the next start signs in.</summary>
    public void DeleteToken() => File.Delete(_token);

    /// <summary>Reads the cursor; before the first message it is the beginning.</summary>
    /// <param name="stop">Cancels the reading.</param>
    public async Task<Cursor> LoadCursorAsync(CancellationToken stop) =>
        File.Exists(_cursor) ? new Cursor(await File.ReadAllTextAsync(_cursor, stop)) : Cursor.Start;

    /// <summary>Saves the cursor in place of the last one.</summary>
    /// <param name="cursor">The cursor of the message that was handled.</param>
    /// <param name="stop">Cancels the saving.</param>
    public Task SaveCursorAsync(Cursor cursor, CancellationToken stop) => ReplaceAsync(_cursor, cursor.Value, stop);

    // Writes beside the file and moves the result there, so that a crash leaves the old content or the new one, never half of it.
    private static async Task ReplaceAsync(string path, string content, CancellationToken stop)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // A token is as good as a password.
        }

        await using (var file = new StreamWriter($"{path}.new", options))
        {
            await file.WriteAsync(content.AsMemory(), stop);
            await file.FlushAsync(stop);
            ((FileStream)file.BaseStream).Flush(flushToDisk: true);
        }

        File.Move($"{path}.new", path, overwrite: true);
    }
}
