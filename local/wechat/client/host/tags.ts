export { BUILT_IN_TAGS } from '../../compiler/selectors'
