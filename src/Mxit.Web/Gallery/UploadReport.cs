using Microsoft.AspNetCore.Http;

namespace Mxit.Web.Gallery;

/// <summary>The results of the files of a form.</summary>
internal sealed class UploadReport
{
    private readonly List<RefusedFile> _refused = [];

    /// <summary>The number of stored files.</summary>
    public int Received { get; private set; }

    /// <summary>The refused files.</summary>
    public IReadOnlyList<RefusedFile> Refused => _refused;

    /// <summary>The number of files so far.</summary>
    public int Count => Received + _refused.Count;

    /// <summary>The problem of the form as a whole.</summary>
    public string? Problem { get; private set; }

    /// <summary>The status of the response: that of the first problem.</summary>
    public int Status { get; private set; } = StatusCodes.Status303SeeOther;

    /// <summary>Records the result of one file.</summary>
    public void Add(string fileName, PageProblem? problem)
    {
        if (problem is null)
        {
            Received++;
            return;
        }

        _refused.Add(new RefusedFile(fileName, problem.Text));
        Fail(problem.Status);
    }

    /// <summary>Records a problem of the form as a whole. Files that were stored before stay.</summary>
    public void Refuse(PageProblem problem)
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
