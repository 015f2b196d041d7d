namespace Mxit.Tests.Support;

/// <summary>Calls that fail for a reason that has no exception type of its own.</summary>
internal static class Fails
{
    public static async Task<MxitException> WithAsync(MxitErrorReason reason, Func<Task> call)
    {
        var failure = await Assert.ThrowsAsync<MxitException>(call);
        Assert.Equal(reason, failure.Reason);
        return failure;
    }
}
