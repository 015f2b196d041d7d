using Microsoft.AspNetCore.Http;

namespace Mxit.Web.Gallery;

/// <summary>What became of the files of a form.</summary>
internal sealed class UploadReport
{
    private readonly List<RefusedFile> _refused = [];

    /// <summary>How many were taken.</summary>
    public int Received { get; private set; }

    /// <summary>Those that were not.</summary>
    public IReadOnlyList<RefusedFile> Refused => _refused;

    /// <summary>How many there were so far.</summary>
    public int Count => Received + _refused.Count;

    /// <summary>Why the form as a whole did not do what it was to do.</summary>
    public string? Problem { get; private set; }

    /// <summary>The status of the page that follows, which is that of the first fault.</summary>
    public int Status { get; private set; } = StatusCodes.Status303SeeOther;

    /// <summary>Notes what became of one file.</summary>
    public void Add(string fileName, FileProblem? problem)
    {
        if (problem is null)
        {
            Received++;
            return;
        }

        _refused.Add(new RefusedFile(fileName, problem.Text));
        Fail(problem.Status);
    }

    /// <summary>Notes a fault of the form as a whole. What was taken before stays.</summary>
    public void Refuse(FileProblem problem)
    {
        Problem = problem.Text;
        Fail(problem.Status);
    }

    private void Fail(int status)
    {
        if (Status == StatusCodes.Status303SeeOther)
        {
            Status = status;
        }
    }
}
