namespace Mxit;

/// <summary>
/// The emoticons that every client knew. Letter case matters: <c>(F)</c> is a flower, <c>(f)</c> is female. Source: wire
/// document, section 7.
/// </summary>
public enum MxitEmoticon
{
    /// <summary><c>:)</c> <c>:-)</c></summary>
    Happy,

    /// <summary><c>:(</c> <c>:-(</c></summary>
    Sad,

    /// <summary><c>;)</c> <c>;-)</c></summary>
    Wink,

    /// <summary><c>:D</c> <c>:-D</c></summary>
    Excited,

    /// <summary><c>:|</c> <c>:-|</c></summary>
    Shocked,

    /// <summary><c>:O</c> <c>:-O</c></summary>
    Surprised,

    /// <summary><c>:P</c> <c>:-P</c></summary>
    Tongue,

    /// <summary><c>:$</c> <c>:-$</c>, in markup <c>:\$</c> <c>:-\$</c></summary>
    Embarrassed,

    /// <summary><c>8-)</c></summary>
    Cool,

    /// <summary><c>(H)</c></summary>
    Heart,

    /// <summary><c>(F)</c></summary>
    Flower,

    /// <summary><c>(m)</c></summary>
    Male,

    /// <summary><c>(f)</c></summary>
    Female,

    /// <summary><c>(*)</c>, in markup <c>(\*)</c></summary>
    Star,

    /// <summary><c>(c)</c></summary>
    Chilli,

    /// <summary><c>(x)</c></summary>
    Kiss,

    /// <summary><c>(i)</c></summary>
    Idea,

    /// <summary><c>:e</c> <c>:-e</c></summary>
    VeryAngry,

    /// <summary><c>:x</c> <c>:-x</c></summary>
    Censored,

    /// <summary><c>(z)</c></summary>
    Grumpy,

    /// <summary><c>(U)</c></summary>
    Coffee,

    /// <summary><c>(G)</c></summary>
    MrGreen,

    /// <summary><c>:o(</c></summary>
    Sick,

    /// <summary><c>:{</c> <c>:-{</c></summary>
    ExtremelySurprised,

    /// <summary><c>:}</c> <c>:-}</c></summary>
    InLove,

    /// <summary><c>8o</c> <c>8-o</c></summary>
    RollingEyes,

    /// <summary><c>:'(</c></summary>
    Crying,

    /// <summary><c>:?</c> <c>:-?</c></summary>
    Thinking,

    /// <summary><c>:~</c> <c>:-~</c></summary>
    Drooling,

    /// <summary><c>:z</c> <c>:-z</c></summary>
    Sleepy,

    /// <summary><c>:L</c> <c>:L)</c></summary>
    Liar,

    /// <summary><c>8|</c> <c>8-|</c></summary>
    Nerdy,

    /// <summary><c>P-)</c></summary>
    Pirate,

    /// <summary><c>:[</c> <c>:-[</c></summary>
    Bored,

    /// <summary><c>:&lt;</c> <c>:-&lt;</c></summary>
    Cold,

    /// <summary><c>:,</c> <c>:-,</c></summary>
    Confused,

    /// <summary><c>:C</c> <c>:-C</c></summary>
    Hungry,

    /// <summary><c>:s</c> <c>:-s</c></summary>
    Stressed,
}
