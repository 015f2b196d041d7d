namespace Mxit.Conventions.Tests;

/// <summary>What <see cref="AsyncMethodTests"/> must find, and what it must let pass.</summary>
internal static class AsyncMethodExamples
{
    internal interface IBad
    {
        Task Interface();
    }

    internal sealed class Bad : IBad
    {
        public static Task Static() => System.Threading.Tasks.Task.CompletedTask;

        public Task Task() => System.Threading.Tasks.Task.CompletedTask;

        public Task<int> TaskOfT() => System.Threading.Tasks.Task.FromResult(1);

        public ValueTask ValueTask() => default;

        public IAsyncEnumerable<int> List() => AsyncEnumerable.Empty<int>();

        public Task NotLast(CancellationToken stop, int number) => System.Threading.Tasks.Task.Delay(number, stop);

        // The interface has the finding; a second one here would say nothing new.
        public Task Interface() => System.Threading.Tasks.Task.CompletedTask;
    }

    internal sealed class Good : Stream, IAsyncDisposable
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => 0;

        public override long Position { get; set; }

        public Task Completion => Task.CompletedTask;

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            Task.CompletedTask;

        public override ValueTask DisposeAsync() => base.DisposeAsync();

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => 0;

        public override long Seek(long offset, SeekOrigin origin) => 0;

        public Task SendAsync(string text, CancellationToken stop) => Task.Delay(text.Length, stop);

        public override void SetLength(long value)
        {
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
        }

        internal static Task Internal() => Task.CompletedTask;
    }
}
