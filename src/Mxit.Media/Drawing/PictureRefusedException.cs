namespace Mxit.Media.Drawing;

/// <summary>A picture is not taken. The message is for the sender.</summary>
internal sealed class PictureRefusedException(string message) : Exception(message);
