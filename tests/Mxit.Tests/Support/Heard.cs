namespace Mxit.Tests.Support;

/// <summary>Writes down at once what it is told, on the thread of the transfer.</summary>
internal sealed class Heard(Action<TransferProgress>? also = null) : IProgress<TransferProgress>
{
    public List<TransferProgress> All { get; } = [];

    public void Report(TransferProgress value)
    {
        All.Add(value);
        also?.Invoke(value);
    }
}
