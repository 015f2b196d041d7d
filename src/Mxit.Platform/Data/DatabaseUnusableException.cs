namespace Mxit.Platform.Data;

/// <summary>The server cannot work with the database, and an operator has to do something; the message says what.</summary>
/// <param name="message">What is wrong and what to do, without anything secret.</param>
internal sealed class DatabaseUnusableException(string message) : InvalidOperationException(message);
