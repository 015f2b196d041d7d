using System.Threading.Channels;
using Microsoft.Extensions.Hosting;

namespace Mxit.Platform.Media.Thumbnails;

/// <summary>
/// Makes thumbnails before somebody asks for them, one after the other, so that workers are left for those who wait. What does
/// not fit in the line is left out: it is made when somebody asks.
/// </summary>
internal sealed class ThumbnailPreparer(ThumbnailMaker maker) : BackgroundService
{
    private const int MaxWaiting = 256;

    private readonly Channel<string> _waiting = Channel.CreateBounded<string>(new BoundedChannelOptions(MaxWaiting)
    {
        FullMode = BoundedChannelFullMode.DropWrite,
        SingleReader = true,
    });

    /// <summary>Puts a content in the line, if there is room.</summary>
    public void Prepare(string sourceKey) => _waiting.Writer.TryWrite(sourceKey);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var sourceKey in _waiting.Reader.ReadAllAsync(stoppingToken))
            {
                await maker.MakeAsync(sourceKey).WaitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What waits is made when somebody asks.
        }
    }
}
