namespace NhiPortal.Features.Questions.Asked;

/// <summary>The whole population of what integrations did with power, from which auditors usually draw.</summary>
public sealed class AdministrativeActions : IAuditQuestion
{
    public string Key => "administrative-actions";

    public string Title => "Which administrative actions did integrations carry out?";

    public string Words => "Grants given in the period under which at least one call was let through, or which the portal carried out on the target.";

    public string Moment => "Granted";

    public IQueryable<QuestionRow> Of(QuestionScope scope) => QuestionScope.List(scope.UsedGrants());
}
