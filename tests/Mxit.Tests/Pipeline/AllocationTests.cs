using System.Reflection;
using System.Runtime.CompilerServices;

namespace Mxit.Tests.Pipeline;

/// <summary>What a call on a kept token allocates.</summary>
public class AllocationTests
{
    /// <summary>The types that every call passes.</summary>
    public static TheoryData<string> Steps =>
        ["CallPipeline", "Call", "Attempts", "Deadline", "HttpTransport", "MxitConnection", "ApiRequest", "ApiReply",
            "BoundedReader"];

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
}
