using Microsoft.AspNetCore.Components;

namespace Mxit.Web;

/// <summary>
/// A component that shows data of the server. Components are always public, and so are the types of their parameters; the
/// types of the server are internal. So the parameter is an object, and each component declares the type that it expects.
/// </summary>
public abstract class DataComponent : ComponentBase
{
    /// <summary>The data to show.</summary>
    [Parameter, EditorRequired]
    public object Data { get; set; } = null!;
}
