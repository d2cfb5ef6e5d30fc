import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { CoordinatorPage } from '../../bot/liff-api/contract.ts';
import type { Role } from '../../bot/domain/words.ts';
import { useAct } from '../hooks/use-act.ts';
import { say } from '../hooks/use-said.ts';
import { useStaffWords } from '../hooks/use-more-words.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Field, SelectField } from '../ui/field.tsx';
import { Problem } from '../ui/problem.tsx';

type Person = CoordinatorPage['staff'][number];
type Show = (page: CoordinatorPage) => void;

const LINE_USER_ID = /^U[0-9a-f]{32}$/u;
const ROLES_GIVEN: Role[] = ['coordinator', 'treasurer'];

export function StaffCard({ staff, onChange }: { staff: Person[]; onChange: Show }): JSX.Element {
  const { coordinator: words } = useStaffWords();
  const [leaving, setLeaving] = useState<Person>();
  return (
    <Card title={words.staffTitle}>
      <ul class="list">
        {staff.map((person) => (
          <li key={person.lineUserId + person.role} class="list__line">
            <span class="stack stack--tight">
              <span class="strong">
                {words.roles[person.role]}
                {person.you && ` (${words.you})`}
              </span>
              <span class="soft small staff-id">{person.lineUserId}</span>
            </span>
            <Button kind="quiet" small onClick={() => setLeaving(person)}>
              {words.remove}
              <span class="hidden-words"> {person.lineUserId}</span>
            </Button>
          </li>
        ))}
      </ul>
      <AddStaff onChange={onChange} />
      {leaving && <Remove person={leaving} onChange={onChange} onClose={() => setLeaving(undefined)} />}
    </Card>
  );
}

function Remove({ person, onChange, onClose }: { person: Person; onChange: Show; onClose: () => void }): JSX.Element {
  const { coordinator: words } = useStaffWords();
  const act = useAct();
  const remove = () =>
    void act.run('/api/coordinator/staff/remove', { lineUserId: person.lineUserId, role: person.role }, (page) => {
      onClose();
      say(words.staffToast);
      onChange(page);
    });
  return (
    <Confirm
      danger
      title={words.removeTitle}
      body={words.removeBody}
      yes={words.remove}
      busy={act.busy}
      problem={act.problem}
      onYes={remove}
      onClose={onClose}
    />
  );
}

function AddStaff({ onChange }: { onChange: Show }): JSX.Element {
  const { coordinator: words } = useStaffWords();
  const act = useAct();
  const [lineUserId, setLineUserId] = useState('');
  const [role, setRole] = useState<Role>('coordinator');
  const [wrong, setWrong] = useState(false);
  const add = () => {
    const right = LINE_USER_ID.test(lineUserId.trim());
    setWrong(!right);
    if (!right) return;
    void act.run('/api/coordinator/staff', { lineUserId: lineUserId.trim(), role }, (page) => {
      setLineUserId('');
      say(words.staffToast);
      onChange(page);
    });
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Field
        id="line-user-id"
        label={words.lineUserId}
        hint={words.lineUserIdHint}
        error={wrong ? words.lineUserIdWrong : undefined}
        value={lineUserId}
        onInput={setLineUserId}
      />
      <SelectField
        id="staff-role"
        label={words.role}
        value={role}
        onChoose={setRole}
        choices={ROLES_GIVEN.map((value) => ({ value, words: words.roles[value] }))}
      />
      <Problem words={act.problem} />
      <Button kind="secondary" type="submit" busy={act.busy}>
        {words.addStaff}
      </Button>
    </form>
  );
}
