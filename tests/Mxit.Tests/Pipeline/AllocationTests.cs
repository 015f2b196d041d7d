using System.Reflection;
using System.Runtime.CompilerServices;
using Mxit.Tests.Support;

namespace Mxit.Tests.Pipeline;

/// <summary>What a call on a kept token allocates.</summary>
[Collection(Alone.Name)]
public class AllocationTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The types that every call passes.</summary>
    public static TheoryData<string> Steps =>
        ["CallPipeline", "Call", "Attempts", "Deadline", "HttpTransport", "MxitConnection", "ApiRequest", "ApiReply", "BoundedReader"];

    [Theory]
    [MemberData(nameof(Steps))]
    public void No_step_of_a_call_makes_a_closure(string step)
    {
        var type = typeof(MxitClient).Assembly.GetType("Mxit.Internal." + step, throwOnError: true)!;

        Assert.DoesNotContain(
            type.GetNestedTypes(BindingFlags.NonPublic).Where(nested => nested.IsDefined(typeof(CompilerGeneratedAttribute))),
            nested => nested.Name.Contains("DisplayClass", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Mxit.Internal.AppTokens", "GetAsync")]
    [InlineData("Mxit.Internal.UserTokenSource", "GetAsync")]
    [InlineData("Mxit.OAuthClient", "GetAppTokenAsync")]
    public void No_closure_is_made_to_look_at_a_kept_token(string type, string method)
    {
        var body = typeof(MxitClient).Assembly.GetType(type, throwOnError: true)!
            .GetMethods(BindingFlags.Instance | BindingFlags.Public).Single(one => one.Name == method).GetMethodBody()!;

        Assert.DoesNotContain(
            body.LocalVariables, local => local.LocalType.Name.Contains("DisplayClass", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_kept_token_is_found_without_allocating()
    {
        using var mxit = new StubServer().Client();
        string[] scopes = ["message/send"];
        await mxit.OAuth.GetAppTokenAsync(scopes, null, Stop);
        long least = long.MaxValue;
        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                _ = mxit.OAuth.GetAppTokenAsync(scopes, null, Stop);
            }

            least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / 100);
        }

        // The finished task, and the enumeration of the caller's list.
        Assert.InRange(least, 0, 160);
    }
}
