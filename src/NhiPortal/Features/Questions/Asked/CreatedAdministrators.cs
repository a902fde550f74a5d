using NhiPortal.Domain.Targets;

namespace NhiPortal.Features.Questions.Asked;

/// <summary>Who came to power by a machine's hand, and which people said yes.</summary>
public sealed class CreatedAdministrators : IAuditQuestion
{
    public string Key => "created-administrators";

    public string Title => "Which administrators did an integration create?";

    public string Words => "Grants given in the period for an action of the class “creates administrators” (an administrator’s account, or a credential for one), under which at least one call was let through or the portal carried it out.";

    public string Moment => "Granted";

    public IQueryable<QuestionRow> Of(QuestionScope scope) => QuestionScope.List(scope.UsedGrants()
        .Where(g => scope.Db.Actions.Any(action => action.Name == g.ActionName && action.Class == ActionClass.CreatesAdmin)));
}
